import { questionBehaviour } from "../../player/question";
import { writing } from "../../player/writing";

export default questionBehaviour(writing);
