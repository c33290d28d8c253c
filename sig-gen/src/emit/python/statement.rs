//! Statements of the Python syntax tree: the few that generated modules contain.

use std::borrow::Cow;

use super::Expression;

/// A Python statement.
#[derive(Debug, Clone, PartialEq)]
pub enum Statement<'a> {
    /// `from module import name, name as other`.
    Import {
        /// The module.
        module: Cow<'a, str>,
        /// The names, each with its local name when that is another.
        names: Vec<(Cow<'a, str>, Option<Cow<'a, str>>)>,
    },
    /// `import module`.
    ImportModule(Cow<'a, str>),
    /// `if TYPE_CHECKING:` with imports below.
    TypeChecking(Vec<Statement<'a>>),
    /// A class.
    Class(ClassDefinition<'a>),
    /// A function whose body is `...` or a docstring.
    Function(FunctionDefinition<'a>),
    /// `target: annotation = value`; at least one of both is there.
    Assign {
        /// The target.
        target: Cow<'a, str>,
        /// The annotation.
        annotation: Option<Expression<'a>>,
        /// The value.
        value: Option<Expression<'a>>,
        /// A comment behind it, without `# `.
        comment: Option<Cow<'a, str>>,
    },
    /// `type name[parameters] = value` (PEP 695).
    TypeAlias {
        /// The name.
        name: Cow<'a, str>,
        /// The type parameters.
        type_parameters: Vec<TypeParameter<'a>>,
        /// What it stands for.
        value: Expression<'a>,
    },
    /// A string that stands alone.
    Docstring(Cow<'a, str>),
    /// A line of comment, without `# `.
    Comment(Cow<'a, str>),
    /// An expression for its effect.
    Expression(Expression<'a>),
}

/// A type parameter of a class, function or alias: `T: bound = default` (PEP 695 and 696).
#[derive(Debug, Clone, PartialEq)]
pub struct TypeParameter<'a> {
    /// The name.
    pub name: Cow<'a, str>,
    /// What an argument must be.
    pub bound: Option<Expression<'a>>,
    /// What it is when no argument is given.
    pub default: Option<Expression<'a>>,
}

impl<'a> TypeParameter<'a> {
    /// Its bound and its default.
    pub fn expressions(&self) -> impl Iterator<Item = &Expression<'a>> {
        self.bound.iter().chain(&self.default)
    }

    /// The same, for changing them.
    pub fn expressions_mut(&mut self) -> impl Iterator<Item = &mut Expression<'a>> {
        self.bound.iter_mut().chain(&mut self.default)
    }
}

/// A class definition.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ClassDefinition<'a> {
    /// Decorators, without `@`.
    pub decorators: Vec<Expression<'a>>,
    /// The name.
    pub name: Cow<'a, str>,
    /// The type parameters.
    pub type_parameters: Vec<TypeParameter<'a>>,
    /// Base classes.
    pub bases: Vec<Expression<'a>>,
    /// Class keywords (`total=False`).
    pub keywords: Vec<(Cow<'a, str>, Expression<'a>)>,
    /// The docstring.
    pub docs: Option<Cow<'a, str>>,
    /// The body; empty prints `...`.
    pub body: Vec<Statement<'a>>,
    /// A comment behind the header, without `# `.
    pub comment: Option<Cow<'a, str>>,
}

/// A function definition.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FunctionDefinition<'a> {
    /// Decorators, without `@`.
    pub decorators: Vec<Expression<'a>>,
    /// The name.
    pub name: Cow<'a, str>,
    /// The type parameters.
    pub type_parameters: Vec<TypeParameter<'a>>,
    /// The parameters with their markers.
    pub parameters: Vec<Parameter<'a>>,
    /// The type of the result.
    pub result: Option<Expression<'a>>,
    /// The docstring.
    pub docs: Option<Cow<'a, str>>,
    /// A comment behind the first line, without `# `.
    pub comment: Option<Cow<'a, str>>,
    /// A comment behind the first decorator, without `# `.
    pub decorator_comment: Option<Cow<'a, str>>,
}

/// A parameter, or one of the markers between parameters.
#[derive(Debug, Clone, PartialEq)]
pub enum Parameter<'a> {
    /// `name: annotation = default`.
    Plain {
        /// The name.
        name: Cow<'a, str>,
        /// The annotation.
        annotation: Option<Expression<'a>>,
        /// The default.
        default: Option<Expression<'a>>,
    },
    /// `/`.
    PositionalOnly,
    /// `*`.
    KeywordOnly,
    /// `*name: annotation`.
    Rest {
        /// The name.
        name: Cow<'a, str>,
        /// The annotation of one argument.
        annotation: Option<Expression<'a>>,
    },
}

impl<'a> Parameter<'a> {
    /// A parameter without annotation.
    pub fn bare(name: &'static str) -> Self {
        Self::Plain { name: Cow::Borrowed(name), annotation: None, default: None }
    }

    /// An annotated parameter without default.
    pub fn required(name: impl Into<Cow<'a, str>>, annotation: Expression<'a>) -> Self {
        Self::Plain { name: name.into(), annotation: Some(annotation), default: None }
    }
}

impl<'a> Statement<'a> {
    /// `target: annotation`.
    pub fn declaration(target: impl Into<Cow<'a, str>>, annotation: Expression<'a>) -> Self {
        Self::Assign { target: target.into(), annotation: Some(annotation), value: None, comment: None }
    }

    /// `target = value`.
    pub fn assignment(target: impl Into<Cow<'a, str>>, value: Expression<'a>) -> Self {
        Self::Assign { target: target.into(), annotation: None, value: Some(value), comment: None }
    }

    /// `target: annotation = value`.
    pub fn annotated(target: impl Into<Cow<'a, str>>, annotation: Expression<'a>, value: Expression<'a>) -> Self {
        Self::Assign { target: target.into(), annotation: Some(annotation), value: Some(value), comment: None }
    }

    /// Calls `visit` with each expression of the statement, nested ones included.
    pub fn visit_expressions<'e>(&'e self, visit: &mut dyn FnMut(&'e Expression<'a>)) {
        match self {
            Self::Class(class) => {
                class.type_parameters.iter().flat_map(TypeParameter::expressions).for_each(&mut *visit);
                class.decorators.iter().chain(&class.bases).for_each(&mut *visit);
                class.keywords.iter().for_each(|(_, value)| visit(value));
                class.body.iter().for_each(|statement| statement.visit_expressions(visit));
            }
            Self::Function(function) => {
                function.type_parameters.iter().flat_map(TypeParameter::expressions).for_each(&mut *visit);
                function.decorators.iter().chain(&function.result).for_each(&mut *visit);
                for parameter in &function.parameters {
                    match parameter {
                        Parameter::Plain { annotation, default, .. } => {
                            annotation.iter().chain(default).for_each(&mut *visit);
                        }
                        Parameter::Rest { annotation, .. } => annotation.iter().for_each(&mut *visit),
                        Parameter::PositionalOnly | Parameter::KeywordOnly => {}
                    }
                }
            }
            Self::Assign { annotation, value, .. } => annotation.iter().chain(value).for_each(visit),
            Self::TypeAlias { type_parameters, value, .. } => {
                type_parameters.iter().flat_map(TypeParameter::expressions).chain([value]).for_each(visit);
            }
            Self::Expression(expression) => visit(expression),
            Self::TypeChecking(_)
            | Self::Import { .. }
            | Self::ImportModule(_)
            | Self::Docstring(_)
            | Self::Comment(_) => {}
        }
    }

    /// Calls `visit` with each expression of the statement, nested ones included, for changing it.
    pub fn visit_expressions_mut(&mut self, visit: &mut dyn FnMut(&mut Expression<'a>)) {
        match self {
            Self::Class(class) => {
                class.type_parameters.iter_mut().flat_map(TypeParameter::expressions_mut).for_each(&mut *visit);
                class.decorators.iter_mut().chain(&mut class.bases).for_each(&mut *visit);
                class.keywords.iter_mut().for_each(|(_, value)| visit(value));
                class.body.iter_mut().for_each(|statement| statement.visit_expressions_mut(visit));
            }
            Self::Function(function) => {
                function.type_parameters.iter_mut().flat_map(TypeParameter::expressions_mut).for_each(&mut *visit);
                function.decorators.iter_mut().chain(&mut function.result).for_each(&mut *visit);
                for parameter in &mut function.parameters {
                    match parameter {
                        Parameter::Plain { annotation, default, .. } => {
                            annotation.iter_mut().chain(default).for_each(&mut *visit);
                        }
                        Parameter::Rest { annotation, .. } => annotation.iter_mut().for_each(&mut *visit),
                        Parameter::PositionalOnly | Parameter::KeywordOnly => {}
                    }
                }
            }
            Self::Assign { annotation, value, .. } => annotation.iter_mut().chain(value).for_each(visit),
            Self::TypeAlias { type_parameters, value, .. } => {
                type_parameters.iter_mut().flat_map(TypeParameter::expressions_mut).chain([value]).for_each(visit);
            }
            Self::Expression(expression) => visit(expression),
            Self::TypeChecking(_)
            | Self::Import { .. }
            | Self::ImportModule(_)
            | Self::Docstring(_)
            | Self::Comment(_) => {}
        }
    }
}
