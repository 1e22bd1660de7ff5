//! The registries of countries.

/// The domains of countries, each with the labels below which others register; `*` is any label.
///
/// For these countries they are all that ICANN's part of the list has in ASCII and with two labels,
/// but for nearly a thousand towns of Italy and Norway.
pub(super) const REGISTRIES: [(&str, &str); 114] = [
    ("ae", "ac co gov mil net org sch"),
    ("al", "com edu gov mil net org"),
    ("am", "co com commune net org"),
    (
        "ar",
        "bet com coop edu gob gov int mil musica mutual net org seg senasa tur",
    ),
    ("at", "ac co gv or"),
    (
        "au",
        "act asn com conf edu gov id net nsw nt org oz qld sa tas vic wa",
    ),
    ("az", "biz co com edu gov info int mil name net org pp pro"),
    ("ba", "com edu gov mil net org"),
    ("bd", "ac ai co com edu gov id info it mil net org sch tv"),
    ("be", "ac"),
    ("bh", "com edu gov net org"),
    (
        "bo",
        "academia agro arte blog bolivia ciencia com cooperativa democracia deporte ecologia \
         economia edu empresa gob ia indigena industria info int medicina mil movimiento musica \
         natural net nombre noticias org patria plurinacional politica profesional pueblo \
         revista salud tecnologia tksat transporte tv web wiki",
    ),
    (
        "br",
        "9guacu abc adm adv agr aju am anani aparecida api app arq art ato b barueri belem bet \
         bhz bib bio blog bmd boavista bsb campinagrande campinas caxias cim cng cnt com \
         contagem coop coz cri cuiaba curitiba def des det dev ecn eco edu emp enf eng esp etc \
         eti far feira flog floripa fm fnd fortal fot foz fst g12 geo ggf goiania gov gru ia imb \
         ind inf jab jampa jdf joinville jor jus leg leilao lel log londrina macapa maceio \
         manaus maringa mat med mil morena mp mus natal net niteroi not ntr odo ong org osasco \
         palmas poa ppg pro psc psi pvh qsl radio rec recife rep ribeirao rio riobranco riopreto \
         salvador sampa santamaria santoandre saobernardo saogonca seg sjc slg slz social \
         sorocaba srv taxi tc tec teo the tmp trd tur tv udi vet vix vlog wiki xyz zlg",
    ),
    ("bw", "ac co gov net org"),
    ("by", "com gov mil of"),
    ("ca", "ab bc gc mb nb nf nl ns nt nu on pe qc sk yk"),
    ("cl", "co gob gov mil"),
    (
        "cn",
        "ac ah bj com cq edu fj gd gov gs gx gz ha hb he hi hk hl hn jl js jx ln mil mo net nm \
         nx org qh sc sd sh sn sx tj tw xj xz yn zj",
    ),
    ("co", "com edu gov mil net nom org"),
    ("cr", "ac co ed fi go or sa"),
    ("cu", "com edu gob inf nat net org"),
    ("cy", "ac biz com ekloges gov ltd mil net org press pro tm"),
    ("do", "art com edu gob gov mil net org sld web"),
    ("dz", "art asso com edu gov net org pol soc tm"),
    (
        "ec",
        "abg adm agron arqt art bar chef com cont cpa cue dent dgn disco doc edu eng esm fin fot \
         gal gob gov gye ibr info k12 lat loj med mil mktg mon net ntr odont org pro prof psic \
         psiq pub rio rrpp sal tech tul tur uio vet xxx",
    ),
    ("ee", "aip com edu fie gov lib med org pri riik"),
    (
        "eg",
        "ac com edu eun gov info me mil name net org sci sport tv",
    ),
    ("er", "*"),
    ("es", "com edu gob nom org"),
    ("et", "biz com edu gov info name net org"),
    ("fi", "aland"),
    ("fk", "*"),
    (
        "fr",
        "asso avoues cci com gouv greta huissier-justice nom prd tm",
    ),
    ("ge", "com cyb edu gov llc net online org pvt school tnx"),
    ("gh", "biz com edu gov mil net org"),
    ("gr", "com edu gov net org"),
    ("gt", "com edu gob ind mil net org"),
    ("hk", "com edu gov idv net org"),
    ("hn", "com edu gob mil net org"),
    ("hr", "com from iz name"),
    (
        "hu",
        "2000 agrar bolt casino city co erotica erotika film forum games hotel info ingatlan \
         jogasz konyvelo lakas media news org priv reklam sex shop sport suli szex tm tozsde \
         utazas video",
    ),
    (
        "id",
        "ac ai biz co desa go kop mil my net or ponpes sch web",
    ),
    ("ie", "gov"),
    ("il", "ac co gov idf k12 muni net org"),
    (
        "in",
        "5g 6g ac aero ai alumni am bank bihar biz business ca cn co com coop cs delhi dr edu er \
         fin firm gen gov gujarat ind info int internet io me mil net nic org pg post pro res \
         school travel tv ub uk up us",
    ),
    ("iq", "com edu gov mil net org"),
    ("ir", "ac co gov id net org sch"),
    ("it", "edu gov"),
    ("jm", "*"),
    (
        "jo",
        "agri ai com edu eng fm gov mil net org per phd sch tv",
    ),
    (
        "jp",
        "ac ad aichi akita aomori chiba co ed ehime fukui fukuoka fukushima gifu go gr gunma \
         hiroshima hokkaido hyogo ibaraki ishikawa iwate kagawa kagoshima kanagawa kochi \
         kumamoto kyoto lg mie miyagi miyazaki nagano nagasaki nara ne niigata oita okayama \
         okinawa or osaka saga saitama shiga shimane shizuoka tochigi tokushima tokyo tottori \
         toyama wakayama yamagata yamaguchi yamanashi",
    ),
    ("ke", "ac co go info me mobi ne or sc"),
    ("kh", "com edu gov net org"),
    (
        "kr",
        "ac ai busan chungbuk chungnam co daegu daejeon es gangwon go gwangju gyeongbuk gyeonggi \
         gyeongnam hs incheon io it jeju jeonbuk jeonnam kg me mil ms ne or pe re sc seoul ulsan",
    ),
    ("kw", "com edu emb gov ind net org"),
    ("kz", "com edu gov mil net org"),
    ("la", "com edu gov info int net org per"),
    ("lb", "com edu gov net org"),
    (
        "lk",
        "ac assn com edu gov grp hotel int ltd net ngo org sch soc web",
    ),
    ("lt", "gov"),
    ("lv", "asn com conf edu gov id mil net org"),
    ("ly", "com edu gov id med net org plc sch"),
    ("ma", "ac co gov net org press"),
    ("mk", "com edu gov inf name net org"),
    ("mm", "*"),
    ("mo", "com edu gov net org"),
    ("mt", "com edu net org"),
    ("mu", "ac co com gov net or org"),
    ("mx", "com edu gob net org"),
    ("my", "biz com edu gov mil name net org"),
    ("mz", "ac adv co edu gov mil net org"),
    ("na", "alt co com gov net org"),
    ("ng", "com edu gov i mil mobi name net org sch"),
    (
        "ni",
        "ac biz co com edu gob in info int mil net nom org web",
    ),
    ("no", "priv"),
    ("np", "*"),
    (
        "nz",
        "ac co cri geek gen govt health iwi kiwi maori mil net org parliament school",
    ),
    ("om", "co com edu gov med museum net org pro"),
    ("pa", "abo ac com edu gob ing med net nom org sld"),
    ("pe", "com edu gob mil net nom org"),
    ("pg", "*"),
    ("ph", "com edu gov i mil net ngo org"),
    (
        "pk",
        "ac biz com edu fam gkp gob gog gok gop gos gov net org web",
    ),
    (
        "pl",
        "agro aid atm augustow auto babia-gora bedzin beskidy bialowieza bialystok bielawa \
         bieszczady biz boleslawiec bydgoszcz bytom cieszyn com czeladz czest dlugoleka edu \
         elblag elk glogow gmina gniezno gorlice gov grajewo gsm ilawa info jaworzno \
         jelenia-gora jgora kalisz karpacz kartuzy kaszuby katowice kazimierz-dolny kepno \
         ketrzyn klodzko kobierzyce kolobrzeg konin konskowola kutno lapy lebork legnica lezajsk \
         limanowa lomza lowicz lubin lukow mail malbork malopolska mazowsze mazury media miasta \
         mielec mielno mil mragowo naklo net nieruchomosci nom nowaruda nysa olawa olecko olkusz \
         olsztyn opoczno opole org ostroda ostroleka ostrowiec ostrowwlkp pc pila pisz podhale \
         podlasie polkowice pomorskie pomorze powiat priv prochowice pruszkow przeworsk pulawy \
         radom rawa-maz realestate rel rybnik rzeszow sanok sejny sex shop sklep skoczow slask \
         slupsk sos sosnowiec stalowa-wola starachowice stargard suwalki swidnica swiebodzin \
         swinoujscie szczecin szczytno szkola targi tarnobrzeg tgory tm tourism travel turek \
         turystyka tychy ustka walbrzych warmia warszawa waw wegrow wielun wlocl wloclawek \
         wodzislaw wolomin wroclaw zachpomor zagan zarow zgora zgorzelec",
    ),
    (
        "pr",
        "ac biz com edu est gov info isla name net org pro prof",
    ),
    ("ps", "com edu gov net org plo sec"),
    ("pt", "com edu gov int net nome org publ"),
    ("py", "com coop edu gov mil net org"),
    ("qa", "com edu gov mil name net org sch"),
    ("ro", "arts com firm info nom nt org rec store tm www"),
    ("rs", "ac co edu gov in org"),
    ("sa", "com edu gov med net org pub sch"),
    (
        "se",
        "a ac b bd brand c d e f fh fhsk fhv g h i k komforb kommunalforbund komvux l lanbib m n \
         naturbruksgymn o org p parti pp press r s t tm u w x y z",
    ),
    ("sg", "com edu gov net org"),
    ("sn", "art com edu gouv org univ"),
    ("sv", "com edu gob org red"),
    ("th", "ac co go in mi net or"),
    (
        "tn",
        "com ens fin gov ind info intl mincom nat net org perso tourism",
    ),
    (
        "tr",
        "av bbs bel biz com dr edu gen gov info k12 kep mil name nc net org pol tel tsk tv web",
    ),
    ("tt", "biz co com edu gov info mil name net org pro"),
    ("tw", "club com ebiz edu game gov idv mil net org"),
    ("tz", "ac co go hotel info me mil mobi ne or sc tv"),
    (
        "ua",
        "cherkassy cherkasy chernigov chernihiv chernivtsi chernovtsy ck cn com cr crimea cv dn \
         dnepropetrovsk dnipropetrovsk donetsk dp edu gov if in ivano-frankivsk kh kharkiv \
         kharkov kherson khmelnitskiy khmelnytskyi kiev kirovograd km kr kropyvnytskyi krym ks \
         kv kyiv lg lt lugansk luhansk lutsk lv lviv mk mykolaiv net nikolaev od odesa odessa \
         org pl poltava rivne rovno rv sb sebastopol sevastopol sm sumy te ternopil uz uzhgorod \
         uzhhorod vinnica vinnytsia vn volyn yalta zakarpattia zaporizhzhe zaporizhzhia zhitomir \
         zhytomyr zp zt",
    ),
    ("ug", "ac co com edu go gov mil ne or org sc us"),
    ("uk", "ac co gov ltd me net nhs org plc police"),
    (
        "us",
        "ak al ar as az ca co ct dc de dni fl ga gu hi ia id il in isa ks ky la ma md me mi mn \
         mo ms mt nc nd ne nh nj nm nsn nv ny oh ok or pa pr ri sc sd tn tx ut va vi vt wa wi wv \
         wy",
    ),
    ("uy", "com edu gub mil net org"),
    ("uz", "co com net org"),
    (
        "ve",
        "arts bib co com e12 edu emprende firm gob gov ia info int mil net nom org rar rec store \
         tec web",
    ),
    (
        "vn",
        "ac ai angiang bacgiang backan baclieu bacninh baria-vungtau bentre binhdinh binhduong \
         binhphuoc binhthuan biz camau cantho caobang com daklak daknong danang dienbien dongnai \
         dongthap edu gialai gov hagiang haiduong haiphong hanam hanoi hatinh haugiang health \
         hoabinh hue hungyen id info int io khanhhoa kiengiang kontum laichau lamdong langson \
         laocai longan namdinh name net nghean ninhbinh ninhthuan org phutho phuyen pro \
         quangbinh quangnam quangngai quangninh quangtri soctrang sonla tayninh thaibinh \
         thainguyen thanhhoa thanhphohochiminh thuathienhue tiengiang travinh tuyenquang \
         vinhlong vinhphuc yenbai",
    ),
    ("ye", "com edu gov mil net org"),
    (
        "za",
        "ac agric alt co edu gov grondar law mil net ngo nic nis nom org school tm web",
    ),
    ("zm", "ac biz co com edu gov info mil net org sch"),
    ("zw", "ac co gov mil org"),
];
