// Prints, as JSON, what TypeScript's own checker makes of every type alias without parameters that the given files export:
// name to normal form. The form is the one of `tests/oracle/normal.mjs`.
//
//     node checker.mjs PATH/TO/typescript FILE...

import { createRequire } from "node:module";
import path from "node:path";

import { normalForms } from "../../../tests/oracle/normal.mjs";

const [typescript, ...files] = process.argv.slice(2);
const ts = createRequire(import.meta.url)(path.resolve(typescript));

const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ESNext,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
    types: [],
});
const checker = program.getTypeChecker();
const { print } = normalForms(ts, checker);
const result = {};
for (const file of files) {
    const source = program.getSourceFile(file);
    const problems = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    if (problems.length) {
        process.stderr.write(ts.formatDiagnostics(problems, { getCanonicalFileName: (f) => f, getCurrentDirectory: () => "", getNewLine: () => "\n" }));
        process.exitCode = 1;
    }
    const forms = {};
    for (const symbol of checker.getExportsOfModule(checker.getSymbolAtLocation(source))) {
        const declaration = symbol.declarations?.[0];
        if (declaration && ts.isTypeAliasDeclaration(declaration) && !declaration.typeParameters) {
            forms[symbol.name] = print(checker.getDeclaredTypeOfSymbol(symbol), 0);
        }
    }
    result[path.basename(file)] = forms;
}
process.stdout.write(JSON.stringify(result));
