// What shop.d.ts declares.
(() => {
  const items = Symbol()
  const listeners = Symbol()
  class Receipt {
    constructor(amount, method) { this.amount = amount; this.method = method }
  }
  class Cart {
    static LIMIT = 100
    static opened = 0
    static of(...all) { return all.reduce((cart, item) => cart.add(item), new Cart()) }
    owner = null
    since = new Date(1000)
    constructor() { this[items] = []; this[listeners] = new Map(); Cart.opened += 1 }
    get total() { return this[items].reduce((sum, item) => sum + item.price, 0) }
    add(item) { this[items].push(item); this.emit("add", item); return this }
    keep(value) { return value }
    each(visit) { return this[items].filter((item, index) => visit(item, index)).length }
    first() { return this[items][0] }
    find(name) { return this[items].find(item => item.name === name) ?? null }
    seek(name) { return name === "" ? undefined : this.find(name) }
    prices() { return new Map(this[items].map(item => [item.name, item.price])) }
    names() { return new Set(this[items].map(item => item.name)) }
    range() { const all = this[items].map(item => item.price); return [Math.min(...all), Math.max(...all)] }
    weights() { return new Float32Array(this[items].map(item => item.price / 2)) }
    code() { return 2n ** 70n }
    *[Symbol.iterator]() { yield* this[items] }
    async *stream() { for (const item of this[items]) { await null; yield item } }
    async pay(amount) {
      await null
      if (amount < this.total) throw new RangeError("not enough")
      const receipt = new Receipt(amount, "bank-card")
      this.emit("paid", receipt)
      return receipt
    }
    on(event, listener) { this[listeners].set(event, [...(this[listeners].get(event) ?? []), listener]); return this }
    emit(event, value) { for (const listener of this[listeners].get(event) ?? []) listener(value) }
  }
  class Box {
    constructor(value) { this.value = value }
    map(change) { return new Box(change(this.value)) }
  }
  class Shelf {
    constructor(floor) { this.floor = floor }
  }
  const offer = item => Object.assign(Object.create(Receipt.prototype), {
    amount: item.price, method: "cash", price: item.price, note: "for " + item.name, discount(by) { return this.price - by },
  })
  const label = (value, method) => [Array.isArray(value) ? "list" : typeof value, method].join()
  return {
    Cart, Receipt, Box, offer, label,
    storage: { Shelf, shelves: () => [new Shelf(0), new Shelf(1)], height: 3, deep: { down: levels => "down " + levels } },
    async open(options) { return `${options.title} ${options.open} ${options.limit} ${options.onSale?.({ name: "x", price: 1 }, 2)}` },
    create: (kind, value) => kind === "cart" ? new Cart() : new Box(value),
    fail(kind) { throw kind === "range" ? new RangeError("out") : new TypeError("wrong") },
  }
})()
