import { choosing } from "../../player/choosing";
import { questionBehaviour } from "../../player/question";

export default questionBehaviour(choosing);
