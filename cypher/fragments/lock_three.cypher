// fragment: lock_three(a, b, c)
// purpose: Holds three people until the transaction ends, in the order of their ids, as `lock_both` holds two: whatever
//   changes what is between any of them happens one after the other. What a statement decides by is read after this.
CALL (a, b, c) {
  UNWIND [a, b, c] AS held
  WITH held
  ORDER BY held.id
  SET held.order_key = held.order_key
}
