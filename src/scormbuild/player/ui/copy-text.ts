/** Put a text on the clipboard, also where a frame's policy forbids the modern way. */
export async function copyText(field: HTMLTextAreaElement | HTMLInputElement): Promise<boolean> {
  field.select(); // what is selected can be copied by hand where nothing else works
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch (refused) {
    try {
      return document.execCommand("copy");
    } catch (forbidden) {
      return false;
    }
  }
}
