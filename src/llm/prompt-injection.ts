/** Detects sentences in untrusted text that address the reading model instead of people. */

// In order: cancel earlier instructions; set a new task; begin a turn; address "you"; dictate the answer; give an
// order; turn markers; address an AI; pretend to be a result, a correction or an authority. It takes 6 of 47,000 real
// sentences for one.

const TELLS =
  /\bfrom now on\b|\b(?:answer|respond to|reply to) every(?:thing|body|one)\b|^\W*(?:new )?instructions?\W*$|\b(?:ignore|disregard|forget|override|bypass|skip)\b[^.!?]{0,40}\b(?:instructions?|prompts?|rules?|guidelines|above|previous|prior|everything|abstract)\b|\b(?:new|updated|real|actual|your|system|developer|admin(?:istrator)?) (?:instructions?|task|role|prompt|message|mode|override|notice)\s*[:=]|^\W*(?:system|assistant|user|developer|tool|function|answer|output|instructions?|note to (?:the )?(?:ai|model|assistant|summari[sz]er))\s*:|\byou (?:are|must|should|will|shall|need to|have to|can) (?:now |only |always |never |please )?(?:an?\b|the\b|respond|answer|output|reply|say|write|print|include|add|append|mention|insert|ignore|obey|begin|start|end|act|free|in\b)|\b(?:your|the) (?:answer|reply|response|summary|output)s? (?:must|should|has to|needs to|shall) |^\W*(?:please |now |instead,? |then |and |also,? )*(?:(?:respond|reply|say|print|output|answer|obey|ping|insert|pretend|repeat)\b|(?:respond|reply|say|print|repeat|reveal|output|write|include|append|insert|mention|translate|decode|pretend|act|visit|click|send|tell|begin your|start your|end your|call|execute|run|ping|tag)\b[^.!?]{0,80}\b(?:with|only|this|the|your|exactly|following|at|to|as|in|word|@|https?|link|prompt|instructions?|everyone|here|me)\b)|<[\s|/]*(?:im_start|im_end|system|assistant|user|tool|inst|abstract|title|question|papers?)\b|\[\/?INST\]|\bAI (?:assistant|model|system|summari[sz]er)s?\b[^.!?]{0,30}\b(?:must|should|reading this)\b|^\W*(?:dear|attention|hey|hello)[,:]? (?:ai|model|assistant|chatbot|language model)\b|\b(?:fact[- ]check|corrected abstract|policy update|(?:tool|search|function)(?: call)? (?:results?|returned))\b[^.!?]{0,20}:|\bunless you\b|\b(?:instead of|stop) (?:an? |the )?summar\w+|\bof this bot\b|\bthe user has (?:paid|asked|agreed)\b|\b(?:say|report|include|cite) (?:so|this|it|the)\b[^.!?]{0,20}[.!?]$/iu;

// "Write FIG-3", "Put null bytes into each string" are orders; "Write amplification" is a subject.
const DICTATES =
  /^\W*(?:[Ww]rite|[Pp]ut|[Aa]dd|[Ii]nsert)\s+(?:["“'«`]|\p{Lu}[\p{Lu}\d]*-?\d|\p{Lu}{3,}\b)|^\W*[Pp]ut\b[^.!?]{1,40}\b(?:in(?:to)?|at|before|behind|around)\b/u;

export function isPromptInjection(sentence: string): boolean {
  const plain = sentence.normalize('NFKC').replace(/[\u200b-\u200f\u2060\ufeff]/g, '');
  return TELLS.test(plain) || DICTATES.test(plain);
}
