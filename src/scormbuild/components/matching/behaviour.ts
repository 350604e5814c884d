import { parting } from "../../player/parting";
import { questionBehaviour } from "../../player/question";

export default questionBehaviour(parting);
