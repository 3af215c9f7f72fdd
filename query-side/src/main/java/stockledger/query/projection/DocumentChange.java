package stockledger.query.projection;

/**
 * One write of a document.
 *
 * @param before the document that was folded on
 * @param after the document of the next revision
 */
record DocumentChange<V>(StoredDocument<V> before, VersionedDocument<V> after) {

    /** @param bytes that were sent */
    StoredDocument<V> written(int bytes) {
        return new StoredDocument<>(after, Math.max(before.bytes(), bytes));
    }
}
