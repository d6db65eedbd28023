/**
 * Words that passwords are made of in Dutch, Danish and English practices: refused with whatever digits and signs stand around them.
 * Our own list, from the words of log-in pages, seasons, months, pets, clubs, health care and the keyboard. Lower case, letters only.
 */
export const dutchWords = `welkom wachtwoord geheim inloggen gebruiker toegang sleutel hallo hoihoi goedemorgen liefde liefje schatje schat
lieverd mama papa oma opa moeder vader zusje broertje vriend vriendin kusjes knuffel zonnetje zonneschijn bloem bloemen vlinder
lente zomer herfst winter voorjaar najaar januari februari maart april mei juni juli augustus september oktober november december
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag kerst kerstmis sinterklaas nederland holland amsterdam rotterdam utrecht
denhaag eindhoven groningen breda tilburg feyenoord ajax psv oranje voetbal fiets hond poes katje paard konijn computer laptop
vakantie koekje appeltje kaas stroopwafel gezellig lekker verjaardag nieuwjaar welkomthuis mijnwachtwoord wijzigen veranderen`;

export const danishWords = `velkommen adgangskode kodeord hemmelig hemmeligt løsen bruger hej hejsa goddag elsker skat skatter kærlighed
mor far mormor farmor morfar farfar søster bror veninde kæreste sommerfugl blomst solskin forår sommer efterår vinter januar februar marts
april maj juni juli august september oktober november december mandag tirsdag onsdag torsdag fredag lørdag søndag jul juleaften nisse
danmark københavn aarhus århus odense aalborg ålborg esbjerg fodbold brøndby fck cykel hund kat hest kanin ferie fødselsdag nytår hygge
rødgrød smørrebrød dannebrog legoland mitkodeord`;

export const englishWords = `password passwort passw letmein welcome login admin administrator secret master access iloveyou loveyou love
sunshine princess dragon monkey shadow superman batman football baseball hello freedom whatever trustno starwars pokemon flower
summer winter spring autumn monday friday computer internet google facebook changeme default guest user test testing qwerty qwertz azerty asdf
pass mypassword abc abcd abcdef iloveu chocolate butterfly cheese banana michael jordan soccer killer pepper ginger cookie tigger`;

export const medicalWords = `huisarts huisartsen huisartsenpraktijk dokter arts assistente praktijk apotheek recept recepten medicijn medicijnen
patient patiënt patienten patiënten patientenportaal patiëntenportaal portaal ziekenhuis zorg uwzorg uwzorgonline mijngezondheid
gezondheid gezond spreekuur afspraak econsult dossier digid bsn receptservice webagenda kliniek verpleegkundige paracetamol diabetes
læge læger lægehus lægehuset lægerne lægepraksis sundhed sundhedsportal patientportal patientportalen klinik klinikken sygehus sygeplejerske
medicin receptfornyelse tidsbestilling ekonsultation mitid nemid cpr borger doctor doctors clinic hospital health medicine prescription surgery`;

export const blockedWords: ReadonlySet<string> = new Set([dutchWords, danishWords, englishWords, medicalWords].flatMap((words) => words.split(/\s+/)));
