// Sorts a table by the column whose heading is clicked; a second click turns the order round.
for (const heading of document.querySelectorAll("th:not(.bar)")) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...heading.childNodes);
  heading.append(button);
  button.addEventListener("click", () => sort(heading));
}

function sort(heading) {
  const ascending = heading.getAttribute("aria-sort") !== "ascending";
  for (const other of heading.parentElement.children) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  const body = heading.closest("table").tBodies[0];
  const text = (row) => row.cells[heading.cellIndex].textContent;
  const compare = heading.classList.contains("number")
    ? (one, other) => Number(text(one)) - Number(text(other))
    : (one, other) => text(one).localeCompare(text(other));
  const rows = [...body.rows].sort(compare);
  body.append(...(ascending ? rows : rows.reverse()));
}
