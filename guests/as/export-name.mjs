// The language has no syntax for an export whose name is no identifier: rename it behind the compiler.
import { Transform } from "assemblyscript/transform";

export default class extends Transform {
  afterCompile(module) {
    module.removeExport("initialize");
    module.addFunctionExport("as/index/initialize", "wizer-initialize");
  }
}
