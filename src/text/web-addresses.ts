/** Recognises web addresses in prose, also without a scheme: "get-bitcoin.pw", "evil dot com". */

/**
 * Top-level domains in use (https://data.iana.org/TLD/tlds-alpha-by-domain.txt); two-letter country codes are matched
 * by form.
 */
const ENDINGS =
  'com|net|org|edu|gov|mil|int|info|biz|name|pro|aero|coop|museum|mobi|jobs|travel|asia|tel|app|dev|page|web|site|website|online|store|shop|shopping|sale|deals|discount|cheap|bargains|market|markets|marketing|money|cash|finance|financial|fund|loan|loans|credit|bank|bet|casino|poker|game|games|gift|gifts|win|bid|trade|trading|crypto|click|link|links|live|life|world|today|news|blog|wiki|chat|club|vip|fun|cool|best|top|xyz|icu|zip|mov|cloud|host|hosting|space|tech|technology|digital|software|systems|network|solutions|services|agency|company|center|academy|school|university|education|training|institute|science|research|media|social|video|movie|film|music|art|design|studio|graphics|photo|photos|pics|photography|gallery|email|support|help|health|clinic|doctor|dental|care|fit|fitness|beauty|diet|pharmacy|vet|lawyer|legal|attorney|consulting|expert|guru|ninja|rocks|sexy|porn|xxx|adult|dating|singles|date|love|wedding|family|kids|baby|pet|dog|house|homes|realty|estate|rent|rentals|land|property|build|builders|construction|energy|solar|green|eco|bio|organic|farm|garden|food|kitchen|restaurant|pizza|coffee|wine|beer|bar|pub|fashion|clothing|shoes|jewelry|boutique|style|auto|car|cars|bike|taxi|flights|holiday|vacations|hotel|hotels|tours|cruises|express|delivery|supply|tools|parts|equipment|industries|engineering|enterprises|ventures|capital|holdings|partners|group|team|community|foundation|church|charity|ngo|vote|democrat|republican|army|buzz|wtf|lol|moe|monster|quest|rest|skin|hair|makeup|cyou|sbs|cfd|surf|beer|bond|autos|boats|yachts|motorcycles|autos|lat|ink|onl|one|ltd|llc|inc|gmbh|limited|example|test|invalid|localhost';
/** File endings and module names that resemble country codes. */
const NO_COUNTRIES = 'js|ts|py|rs|md|sh|nn|cc|hs|ml|so|db|np|pd|tf|jl|ps|pl|vs|al';

const BARE = new RegExp(
  String.raw`\bwww\.[^\s.]|(?<![\p{L}\p{N}@.])(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+(?:(?:${ENDINGS})|(?!(?:${NO_COUNTRIES})\b)[a-z]{2})(?![\p{L}\p{N}])`,
  'u',
);
const CAPITALISED_BARE =
  /(?<![\p{L}\p{N}])[\p{L}\p{N}-]{2,63}\.(?:com|net|org|info|biz|io|ai|gg|me|app|dev|xyz|shop|site|online|store|icu|zip|finance|pw)(?![\p{L}\p{N}])/iu;
const PATH = /(?<![\p{L}\p{N}])(?:[\p{L}\p{N}-]{1,63}\.){1,6}[a-z]{2,18}\/[^\s.,;)]/iu;
const SPELT = new RegExp(
  String.raw`[\p{L}\p{N}]{2}\s{0,3}[[({]?\s{0,3}\b(?:dot|punkt|point)\b\s{0,3}[\])}]?\s{0,3}(?:${ENDINGS}|io|ai|gg|me|co|ly|ru|cn|de|uk|pw|to|tv|cc)\b`,
  'iu',
);
/** Abbreviations with a dot inside, such as "e.g" and "i.e". */
const ABBREVIATIONS =
  /\b(?:e\.g|i\.e|a\.k\.a|w\.r\.t|i\.i\.d|et\.al|cf|vs|p\.m|a\.m|u\.s|u\.k|d\.c|ph\.d)\b\.?/giu;

/** True if a text names a web address, with or without its scheme. */
export function namesWebAddress(text: string): boolean {
  const plain = text.replace(ABBREVIATIONS, ' ');
  return BARE.test(plain) || CAPITALISED_BARE.test(plain) || PATH.test(plain) || SPELT.test(plain);
}
