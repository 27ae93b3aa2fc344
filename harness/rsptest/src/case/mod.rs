//! Cases as data: the model, the files, the loader, lint, the requirement catalogue and the function table.

mod catalogue;
mod es10;
mod evidence;
mod explain;
mod files;
mod functions;
mod lint;
mod load;
mod model;
mod procedures;
mod schema;
mod versions;

pub use catalogue::{Catalogue, Requirement, Strength};
pub use es10::Es10;
pub use explain::explain;
pub use files::{CaseText, embedded, folder};
pub use functions::{Function, FunctionError, Functions, Interface, Member, MemberType};
pub use lint::{consulted_elsewhere, lint, rules, three_octets};
pub use load::{CaseSet, Entity, Instance, Part, load};
pub use model::*;
pub use procedures::Procedure;
pub use schema::schema;
pub use versions::VersionRange;
