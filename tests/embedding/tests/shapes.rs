//! One of each thing that a declaration may have, bound and used against the engine: `types/shop.d.ts` with the module that it describes.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, SystemTime};

use ffi_core::bound::{self, Callback, FromGuest as _, JsClass as _, Object, block_on};
use ffi_core::engine::{Limits, Realm};
use ffi_core::typed::{Exception, Given, Guest, Nullable};
use ffi_macros::bind_dts;

bind_dts!("types/shop.d.ts", {
    Cart, Item, ShopOptions as Options, Receipt, Method, Floor, Box as Holder, Priced, offer, storage, storage.deep.down as descend, open, label, create, fail
});

fn realm() -> Realm {
    let realm = Realm::new(&Limits::default()).expect("memory for an engine");
    let module = realm.evaluate(include_str!("../types/shop.js"), "shop.js").expect("the module");
    bound::provide(realm, "shop", &module);
    realm
}

fn cart(realm: Realm) -> Result<Cart, Exception> {
    Cart::of_with_items(realm, [Item::new(realm, "tea", 3), Item::new(realm, "jam", 4.5).tags(["sweet"])])
}

#[test]
fn members_of_classes() -> Result<(), Exception> {
    let realm = realm();
    let cart = cart(realm)?;
    assert_eq!((cart.total()?, Cart::LIMIT, Cart::opened(realm)?), (7.5, 100.0, 1.0));
    Cart::set_opened(realm, 5)?;
    Cart::new(realm)?;
    assert_eq!(Cart::opened(realm)?, 6.0);
    assert_eq!(cart.owner()?, Nullable::Null);
    cart.set_owner("me")?;
    assert_eq!(cart.owner()?, Nullable::Value("me".to_owned()));
    cart.set_owner(Nullable::Null)?;
    assert_eq!(cart.owner()?, Nullable::Null);
    // `this` is the class, and the very object.
    assert!(cart.add(Item::new(realm, "salt", 1))?.as_object().same(cart.as_object()));
    assert_eq!(cart.since()?, SystemTime::UNIX_EPOCH + Duration::from_secs(1));
    cart.set_since(SystemTime::UNIX_EPOCH + Duration::from_secs(60))?;
    assert_eq!(cart.since()?, SystemTime::UNIX_EPOCH + Duration::from_secs(60));
    Ok(())
}

#[test]
fn nothing_has_kinds() -> Result<(), Exception> {
    let realm = realm();
    let empty = Cart::new(realm)?;
    assert!(empty.first()?.is_none());
    assert!(matches!(empty.find("tea")?, Nullable::Null));
    assert!(matches!(empty.seek("")?, Given::Undefined) && matches!(empty.seek("tea")?, Given::Null));
    let cart = cart(realm)?;
    assert_eq!(cart.first()?.expect("an item").get_name()?, "tea");
    assert_eq!(cart.find("jam")?.value().expect("an item").get_tags()?, Some(vec!["sweet".to_owned()]));
    assert!(matches!(cart.seek("jam")?, Given::Value(_)));
    // Optional, optional and nullable, each as it was given.
    let opened = |options: Options| block_on(realm, async move { open(realm, options)?.await });
    assert_eq!(opened(Options::new(realm, "T"))?, "T undefined undefined undefined");
    assert_eq!(opened(Options::new(realm, "T").open(false).limit(Nullable::Null))?, "T false null undefined");
    assert_eq!(
        opened(
            Options::new(realm, "T")
                .limit(2)
                .on_sale(|item: Item, count: f64| Ok::<_, Exception>(item.get_price()? == 1.0 && count == 2.0))
        )?,
        "T undefined 2 true"
    );
    let options = Options::new(realm, "T").limit(Nullable::Null);
    assert!(matches!((options.get_limit()?, options.get_open()?), (Given::Null, None)));
    Ok(())
}

#[test]
fn containers() -> Result<(), Exception> {
    let realm = realm();
    let cart = cart(realm)?;
    let prices = cart.prices()?;
    assert_eq!((prices.size()?, prices.get("jam")?, prices.get("salt")?), (2, Some(4.5), None));
    assert_eq!(prices.entries()?.collect::<Result<Vec<_>, _>>()?, [("tea".to_owned(), 3.0), ("jam".to_owned(), 4.5)]);
    let names = cart.names()?;
    names.add("salt")?;
    assert_eq!((names.size()?, names.has("salt")?, names.has("oil")?), (3, true, false));
    assert_eq!(cart.range()?, (3.0, 4.5));
    assert_eq!(cart.weights()?.to_vec(), [1.5, 2.25]);
    assert_eq!(cart.code()?.0, 1 << 70);
    Ok(())
}

#[test]
fn iterators() -> Result<(), Exception> {
    let realm = realm();
    let cart = cart(realm)?;
    let names = cart.iter()?.map(|item| item?.get_name()).collect::<Result<Vec<_>, _>>()?;
    assert_eq!(names, ["tea", "jam"]);
    let total = block_on(realm, async move {
        let mut total = 0.0;
        let mut items = cart.stream()?;
        while let Some(item) = items.next().await? {
            total += item.get_price()?;
        }
        Ok(total)
    })?;
    assert_eq!(total, 7.5);
    Ok(())
}

#[test]
fn promises_and_their_errors() -> Result<(), Exception> {
    let realm = realm();
    let cart = cart(realm)?;
    let (first, second) = (cart.clone(), cart);
    let receipt = block_on(realm, async move { first.pay(8)?.await })?;
    assert_eq!((receipt.amount()?, receipt.method()?), (8.0, Method::BankCard));
    let refused = block_on(realm, async move { second.pay(1)?.await }).expect_err("it is not enough");
    assert_eq!(refused.message(), "RangeError: not enough");
    // What JavaScript throws keeps its class.
    let range = fail(realm, shop::RangeOrType::Range).expect_err("it throws");
    let ty = fail(realm, shop::RangeOrType::Type).expect_err("it throws");
    assert_eq!((range.message(), ty.message()), ("RangeError: out", "TypeError: wrong"));
    Ok(())
}

#[test]
fn closures() -> Result<(), Exception> {
    let realm = realm();
    let cart = cart(realm)?;
    assert_eq!(cart.each(|item: Item, _: f64| Ok::<_, Exception>(Some(item.get_price()? > 4.0)))?, 1.0);
    assert_eq!(cart.each(|_: Item, index: f64| (index > 0.0).then_some(true))?, 1.0);
    let thrown = cart.each(|_: Item, _: f64| Err::<Option<bool>, _>(Exception::value("closed")));
    assert_eq!(thrown.expect_err("the closure fails").message(), "RangeError: closed");

    // Listeners by the names of events; each knows what comes.
    let seen: Rc<RefCell<Vec<String>>> = Rc::default();
    let note = |text: String| seen.borrow_mut().push(text);
    let (items, receipts, other) = (seen.clone(), seen.clone(), seen.clone());
    cart.on_add(move |item: Item| -> Result<(), Exception> {
        items.borrow_mut().push(item.get_name()?);
        Ok(())
    })?;
    cart.on_paid(move |receipt: Receipt| -> Result<(), Exception> {
        receipts.borrow_mut().push(receipt.amount()?.to_string());
        Ok(())
    })?;
    let last = Callback::of_closure(realm, move |bound::Rest(values): bound::Rest<Guest>| -> Result<(), Exception> {
        other.borrow_mut().push(format!("{} values", values.len()));
        Ok(())
    });
    cart.on("other", &last)?;
    cart.add(Item::new(realm, "oil", 1))?;
    let paid = cart.clone();
    block_on(realm, async move { paid.pay(100)?.await })?;
    cart.emit("other", 1.0)?;
    note("end".to_owned());
    assert_eq!(*seen.borrow(), ["oil", "100", "1 values", "end"]);
    Ok(())
}

#[test]
fn a_closure_lives_as_long_as_its_function() -> Result<(), Exception> {
    let realm = realm();
    let owned = Rc::new(());
    let held = owned.clone();
    let cart = cart(realm)?;
    cart.on_add(move |_: Item| {
        let _ = &held;
    })?;
    assert_eq!(Rc::strong_count(&owned), 2);
    drop(cart);
    drop(realm.enter());
    realm.collect_garbage();
    assert_eq!(Rc::strong_count(&owned), 1);
    Ok(())
}

#[test]
fn unions_overloads_and_generics() -> Result<(), Exception> {
    let realm = realm();
    assert_eq!(label(realm, "a")?, "string,");
    assert_eq!(label(realm, 1.0)?, "number,");
    assert_eq!(label(realm, vec![Item::new(realm, "a", 1)])?, "list,");
    assert_eq!(label_with_method(realm, Item::new(realm, "a", 1), Method::Cash)?, "object,cash");
    assert_eq!(create_cart(realm)?.total()?, 0.0);
    // A type parameter is the general value, which is read as what it is.
    let holder: Holder = create_box(realm, "text")?;
    assert_eq!(String::from_guest(&holder.value()?).ok().as_deref(), Some("text"));
    let mapped = holder.map(move |value: Guest| {
        let length = String::from_guest(&value).map_or(0, |text| text.len());
        Guest::of_javascript(realm.number(length as f64))
    })?;
    assert_eq!(f64::from_guest(&mapped.value()?).ok(), Some(4.0));
    let held = Holder::new(realm, cart(realm)?)?;
    assert_eq!(Cart::from_guest(&held.value()?).map_err(|_| "no cart")?.total()?, 7.5);
    Ok(())
}

#[test]
fn intersections() -> Result<(), Exception> {
    let realm = realm();
    let offered = offer(realm, Item::new(realm, "tea", 3))?;
    // It is a receipt, and what else it is is a view of the same object.
    assert_eq!((offered.amount()?, offered.method()?), (3.0, Method::Cash));
    let priced: Priced = offered.as_priced()?;
    assert_eq!((priced.price()?, priced.discount(1)?), (3.0, 2.0));
    assert!(priced.as_object().same(offered.as_object()));
    assert_eq!(offered.as_note_record()?.get_note()?, "for tea");
    // The class of the first is checked.
    let other = Object::new(realm).cast::<shop::ReceiptAndPricedAndNoteRecord>();
    assert_eq!(
        other.expect_err("a plain object").message(),
        "the value must be ReceiptAndPricedAndNoteRecord, not Object"
    );
    Ok(())
}

#[test]
fn namespaces_enums_and_keys() -> Result<(), Exception> {
    let realm = realm();
    let shelf = storage::Shelf::new(realm, Floor::First)?;
    assert_eq!((shelf.floor()?, Floor::TOP, storage::height(realm)?), (Floor::First, Floor::First, 3.0));
    assert_eq!(storage::shelves(realm)?.len(), 2);
    shelf.set_key("color", "red")?;
    assert_eq!(String::from_guest(&shelf.get_key("color")?).ok().as_deref(), Some("red"));
    assert_eq!(descend(realm, 2)?, "down 2");
    assert!(shelf.as_object().is::<storage::Shelf>()? && !shelf.as_object().is::<Cart>()?);
    Ok(())
}

#[test]
fn values_of_other_types_are_named() -> Result<(), Exception> {
    let realm = realm();
    let module = realm.evaluate("({ open: async () => 5, offer: () => ({}), label: () => null })", "other.js")?;
    bound::provide(realm, "shop", &module);
    let wrong = block_on(realm, async move { open(realm, Options::new(realm, "T"))?.await }).expect_err("a number");
    assert_eq!(wrong.message(), "the value must be string, not number");
    assert_eq!(label(realm, "a").expect_err("nothing").message(), "label(): the value must be string, not null");
    Ok(())
}
