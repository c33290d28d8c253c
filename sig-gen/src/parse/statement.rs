//! Statements: declarations, imports and exports, from the parser's form to the model.

use swc_common::Spanned;
use swc_ecma_ast as swc;

use super::Reader;
use crate::diagnostics::Diagnostic;
use crate::model::{
    EnumMemberNode, Expression, Flavour, Keyword, ModuleBinding, ObjectNode, ParameterNode, SignatureNode, Statement,
    StatementKind, TypeNode, TypeNodeKind, VariableNode,
};

/// How deeply namespaces may nest: they become nested classes, and Python reads no more than 100 levels.
const MAXIMUM_NAMESPACES: u32 = 32;

/// The name of the variable behind `export = EXPRESSION`.
const EXPORT_EQUALS: &str = "export=";

/// How a declaration is exported.
#[derive(Clone, Copy, Default)]
struct Export {
    exported: bool,
    default: bool,
}

impl<'a> Reader<'a, '_> {
    pub(super) fn plain_statement(&self, statement: &swc::Stmt, into: &mut Vec<Statement<'a>>) {
        if let swc::Stmt::Decl(declaration) = statement {
            self.declaration(declaration, statement.span(), Export::default(), into);
        }
    }

    pub(super) fn module_declaration(&self, declaration: &swc::ModuleDecl, into: &mut Vec<Statement<'a>>) {
        let span = declaration.span();
        let kind = match declaration {
            swc::ModuleDecl::ExportDecl(export) => {
                let exported = Export { exported: true, default: false };
                return self.declaration(&export.decl, span, exported, into);
            }
            swc::ModuleDecl::ExportDefaultDecl(export) => {
                return self.default_declaration(export, into);
            }
            swc::ModuleDecl::Import(import) => StatementKind::Import {
                specifier: self.string(&import.src),
                bindings: self.arena.bindings(import.specifiers.iter().map(|one| self.import_binding(one)).collect()),
            },
            swc::ModuleDecl::ExportNamed(export) => return self.named_export(export, into),
            swc::ModuleDecl::ExportAll(export) => {
                StatementKind::ExportAll { specifier: self.string(&export.src), name: None }
            }
            swc::ModuleDecl::ExportDefaultExpr(export) => {
                return self.assignment(&export.expr, span, "default", into);
            }
            swc::ModuleDecl::TsExportAssignment(export) => {
                return self.assignment(&export.expr, span, EXPORT_EQUALS, into);
            }
            swc::ModuleDecl::TsImportEquals(import) => {
                let name = self.ident(&import.id);
                let kind = match &import.module_ref {
                    swc::TsModuleRef::TsEntityName(path) => {
                        StatementKind::ImportAlias { name, path: self.entity(path) }
                    }
                    swc::TsModuleRef::TsExternalModuleRef(module) => {
                        StatementKind::ImportRequire { name, specifier: self.string(&module.expr) }
                    }
                };
                into.push(self.statement(span, Export { exported: import.is_export, default: false }, kind));
                return;
            }
            swc::ModuleDecl::TsNamespaceExport(export) => {
                StatementKind::ExportAsNamespace { name: self.ident(&export.id) }
            }
        };
        into.push(self.statement(span, Export::default(), kind));
    }

    fn statement(&self, span: swc_common::Span, export: Export, kind: StatementKind<'a>) -> Statement<'a> {
        Statement {
            span: self.span(span),
            docs: self.docs(span),
            exported: export.exported,
            default: export.default,
            declared: false,
            kind,
        }
    }

    /// `export default x` and `export = x`. What is no path becomes a variable that is exported.
    fn assignment(&self, value: &swc::Expr, span: swc_common::Span, name: &'static str, into: &mut Vec<Statement<'a>>) {
        let is_default = name != EXPORT_EQUALS;
        let path = match self.expression(value) {
            Expression::Path(path) => path,
            other => {
                let variable = VariableNode {
                    name,
                    span: self.span(span),
                    ty: self.function_expression(value),
                    value: Some(self.arena.expression(other)),
                    is_const: true,
                };
                let kind = StatementKind::Variables(self.arena.variables(vec![variable]));
                into.push(self.statement(span, Export { exported: is_default, default: is_default }, kind));
                if is_default {
                    return;
                }
                std::slice::from_ref(self.arena.name(name))
            }
        };
        let export = Export { exported: false, default: is_default };
        into.push(self.statement(span, export, StatementKind::ExportAssignment { path }));
    }

    fn named_export(&self, export: &swc::NamedExport, into: &mut Vec<Statement<'a>>) {
        let specifier = export.src.as_deref().map(|text| self.string(text));
        let mut bindings = Vec::new();
        for one in &export.specifiers {
            match one {
                swc::ExportSpecifier::Namespace(namespace) => {
                    if let Some(specifier) = specifier {
                        let kind =
                            StatementKind::ExportAll { specifier, name: Some(self.export_name(&namespace.name)) };
                        into.push(self.statement(export.span, Export::default(), kind));
                    }
                }
                swc::ExportSpecifier::Default(name) => {
                    bindings.push(ModuleBinding { imported: "default", local: self.ident(&name.exported) })
                }
                swc::ExportSpecifier::Named(named) => {
                    let imported = self.export_name(&named.orig);
                    let local = named.exported.as_ref().map_or(imported, |name| self.export_name(name));
                    bindings.push(ModuleBinding { imported, local });
                }
            }
        }
        let kind = StatementKind::Export { specifier, bindings: self.arena.bindings(bindings) };
        into.push(self.statement(export.span, Export::default(), kind));
    }

    fn export_name(&self, name: &swc::ModuleExportName) -> &'a str {
        match name {
            swc::ModuleExportName::Ident(name) => self.ident(name),
            swc::ModuleExportName::Str(text) => self.string(text),
        }
    }

    fn import_binding(&self, specifier: &swc::ImportSpecifier) -> ModuleBinding<'a> {
        let local = self.ident(specifier.local());
        let imported = match specifier {
            swc::ImportSpecifier::Named(named) => named.imported.as_ref().map_or(local, |name| self.export_name(name)),
            swc::ImportSpecifier::Default(_) => "default",
            swc::ImportSpecifier::Namespace(_) => "*",
        };
        ModuleBinding { imported, local }
    }

    fn default_declaration(&self, export: &swc::ExportDefaultDecl, into: &mut Vec<Statement<'a>>) {
        let exported = Export { exported: true, default: true };
        let kind = match &export.decl {
            swc::DefaultDecl::Class(class) => {
                let name = class.ident.as_ref().map_or("", |name| self.ident(name));
                StatementKind::Class(self.class(name, &class.class, export.span))
            }
            swc::DefaultDecl::Fn(function) => StatementKind::Function {
                name: function.ident.as_ref().map_or("", |name| self.ident(name)),
                signature: self.function(&function.function, export.span),
            },
            swc::DefaultDecl::TsInterfaceDecl(interface) => StatementKind::Interface(self.interface(interface)),
        };
        into.push(self.statement(export.span, exported, kind));
    }

    fn declaration(
        &self,
        declaration: &swc::Decl,
        span: swc_common::Span,
        export: Export,
        into: &mut Vec<Statement<'a>>,
    ) {
        let kind = match declaration {
            swc::Decl::TsInterface(interface) => StatementKind::Interface(self.interface(interface)),
            swc::Decl::Class(class) => {
                StatementKind::Class(self.class(self.ident(&class.ident), &class.class, class.class.span))
            }
            swc::Decl::TsTypeAlias(alias) => StatementKind::Alias {
                name: self.ident(&alias.id),
                type_parameters: self.type_parameters(alias.type_params.as_deref()),
                ty: self.ty(&alias.type_ann),
            },
            swc::Decl::Fn(function) => StatementKind::Function {
                name: self.ident(&function.ident),
                signature: self.function(&function.function, span),
            },
            swc::Decl::Var(variables) => {
                let is_const = variables.kind == swc::VarDeclKind::Const;
                let mut list = Vec::with_capacity(variables.decls.len());
                variables.decls.iter().for_each(|variable| self.variables(variable, is_const, &mut list));
                StatementKind::Variables(self.arena.variables(list))
            }
            swc::Decl::Using(_) => return,
            swc::Decl::TsEnum(declaration) => StatementKind::Enum {
                name: self.ident(&declaration.id),
                is_const: declaration.is_const,
                members: self.arena.enum_members(declaration.members.iter().map(|one| self.enum_member(one)).collect()),
            },
            swc::Decl::TsModule(module) => match self.module(module) {
                Some(kind) => kind,
                None => return,
            },
        };
        into.push(Statement { declared: is_declared(declaration), ..self.statement(span, export, kind) });
    }

    fn enum_member(&self, member: &swc::TsEnumMember) -> EnumMemberNode<'a> {
        EnumMemberNode {
            name: match &member.id {
                swc::TsEnumMemberId::Ident(name) => self.ident(name),
                swc::TsEnumMemberId::Str(text) => self.string(text),
            },
            docs: self.docs(member.span),
            value: member.init.as_deref().map(|value| self.arena.expression(self.expression(value))),
        }
    }

    fn module(&self, module: &swc::TsModuleDecl) -> Option<StatementKind<'a>> {
        let body = match &module.body {
            Some(body) => self.namespace_body(body),
            None => &[],
        };
        Some(match &module.id {
            _ if module.global => StatementKind::Global(body),
            swc::TsModuleName::Ident(name) => StatementKind::Namespace { name: self.ident(name), body },
            swc::TsModuleName::Str(text) => StatementKind::ExternalModule {
                specifier: self.string(text),
                body: module.body.is_some().then_some(body),
            },
        })
    }

    fn namespace_body(&self, body: &swc::TsNamespaceBody) -> &'a [Statement<'a>] {
        let depth = self.namespaces.get();
        if depth >= MAXIMUM_NAMESPACES {
            let message =
                format!("namespaces nest more than {MAXIMUM_NAMESPACES} deep: what is further inside is left out");
            self.warnings.borrow_mut().push(Diagnostic::warning(message).at(self.span(body.span())));
            return &[];
        }
        self.namespaces.set(depth + 1);
        let statements = self.namespace_statements(body);
        self.namespaces.set(depth);
        statements
    }

    fn namespace_statements(&self, body: &swc::TsNamespaceBody) -> &'a [Statement<'a>] {
        let mut statements = Vec::new();
        match body {
            swc::TsNamespaceBody::TsModuleBlock(block) => self.module_items(&block.body, &mut statements),
            swc::TsNamespaceBody::TsNamespaceDecl(inner) => {
                let (name, body) = (self.ident(&inner.id), self.namespace_body(&inner.body));
                let kind = StatementKind::Namespace { name, body };
                statements.push(self.statement(inner.span, Export { exported: true, default: false }, kind));
            }
        }
        self.arena.statements(statements)
    }

    fn interface(&self, interface: &swc::TsInterfaceDecl) -> &'a ObjectNode<'a> {
        let extends =
            interface.extends.iter().filter_map(|base| self.base(&base.expr, base.type_args.as_deref())).collect();
        let members = interface.body.body.iter().map(|member| self.type_element(member)).collect();
        self.arena.object(ObjectNode {
            span: self.span(interface.span),
            name: self.ident(&interface.id),
            type_parameters: self.type_parameters(interface.type_params.as_deref()),
            extends: self.arena.type_list(extends),
            is_abstract: false,
            members: self.arena.members(members),
        })
    }

    /// The function type of `(x: number): string => ...` and `function (...) {}`.
    pub(super) fn function_expression(&self, value: &swc::Expr) -> Option<&'a TypeNode<'a>> {
        let (signature, span) = match value {
            swc::Expr::Arrow(arrow) => (
                SignatureNode {
                    span: self.span(arrow.span),
                    docs: self.docs(arrow.span),
                    flavour: Flavour::Function,
                    type_parameters: self.type_parameters(arrow.type_params.as_deref()),
                    this: None,
                    parameters: self.arena.parameters(arrow.params.iter().map(|one| self.pattern(one)).collect()),
                    result: self.annotation(arrow.return_type.as_deref()),
                },
                arrow.span,
            ),
            swc::Expr::Fn(function) => {
                (*self.function(&function.function, function.function.span), function.function.span)
            }
            _ => return None,
        };
        let kind = TypeNodeKind::Function(self.arena.signature(signature));
        Some(self.arena.type_node(TypeNode { span: self.span(span), kind }))
    }

    pub(super) fn function(&self, function: &swc::Function, span: swc_common::Span) -> &'a SignatureNode<'a> {
        let parameters: Vec<_> = function.params.iter().map(|parameter| self.pattern(&parameter.pat)).collect();
        self.parameters_signature(
            span,
            function.type_params.as_deref(),
            function.this_param.as_deref(),
            parameters,
            function.return_type.as_deref(),
        )
    }

    pub(super) fn parameters_signature(
        &self,
        span: swc_common::Span,
        type_parameters: Option<&swc::TsTypeParamDecl>,
        this: Option<&swc::TsThisParam>,
        mut parameters: Vec<ParameterNode<'a>>,
        result: Option<&swc::TsTypeAnn>,
    ) -> &'a SignatureNode<'a> {
        let mut this = this.and_then(|this| self.annotation(this.type_ann.as_deref()));
        if parameters.first().is_some_and(|parameter| parameter.name == "this") {
            this = parameters.remove(0).ty;
        }
        self.arena.signature(SignatureNode {
            span: self.span(span),
            docs: self.docs(span),
            flavour: Flavour::Function,
            type_parameters: self.type_parameters(type_parameters),
            this,
            parameters: self.arena.parameters(parameters),
            result: self.annotation(result),
        })
    }

    pub(super) fn pattern(&self, pattern: &swc::Pat) -> ParameterNode<'a> {
        match pattern {
            swc::Pat::Ident(binding) => self.identifier_parameter(binding, false),
            swc::Pat::Rest(rest) => self.rest_parameter(rest),
            swc::Pat::Assign(assign) => {
                let parameter = self.pattern(&assign.left);
                let ty = parameter.ty.or_else(|| self.widened(&assign.right));
                ParameterNode { ty, optional: true, ..parameter }
            }
            swc::Pat::Object(pattern) => ParameterNode {
                name: "",
                ty: self.annotation(pattern.type_ann.as_deref()),
                optional: pattern.optional,
                rest: false,
            },
            swc::Pat::Array(pattern) => ParameterNode {
                name: "",
                ty: self.annotation(pattern.type_ann.as_deref()),
                optional: pattern.optional,
                rest: false,
            },
            swc::Pat::Invalid(_) | swc::Pat::Expr(_) => {
                ParameterNode { name: "", ty: None, optional: false, rest: false }
            }
        }
    }

    /// The type of a literal default value.
    fn widened(&self, value: &swc::Expr) -> Option<&'a TypeNode<'a>> {
        let keyword = match self.expression(value) {
            Expression::String(_) => Keyword::String,
            Expression::Number(_) | Expression::Unary(..) => Keyword::Number,
            Expression::Boolean(_) => Keyword::Boolean,
            Expression::BigInt(_) => Keyword::BigInt,
            _ => return None,
        };
        Some(self.keyword_node(value.span(), keyword))
    }

    pub(super) fn initial(&self, value: Option<&swc::Expr>) -> Option<&'a Expression<'a>> {
        value.map(|value| self.arena.expression(self.expression(value)))
    }
}

/// Whether `declare` stands before a declaration.
fn is_declared(declaration: &swc::Decl) -> bool {
    match declaration {
        swc::Decl::Class(class) => class.declare,
        swc::Decl::Fn(function) => function.declare,
        swc::Decl::Var(variables) => variables.declare,
        swc::Decl::TsEnum(declaration) => declaration.declare,
        swc::Decl::TsModule(module) => module.declare,
        swc::Decl::TsInterface(_) | swc::Decl::TsTypeAlias(_) | swc::Decl::Using(_) => false,
    }
}
