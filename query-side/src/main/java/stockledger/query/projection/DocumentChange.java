package stockledger.query.projection;

/**
 * One write of a document.
 *
 * @param before the document that was folded on
 * @param after the document of the next revision
 */
record DocumentChange<V>(StoredDocument<V> before, VersionedDocument<V> after) {

    /**
     * The document that is stored now.
     *
     * @param view of the document, to be kept in memory
     * @param bytes that were sent
     */
    StoredDocument<V> written(V view, int bytes) {
        return new StoredDocument<>(
                new VersionedDocument<>(after.key(), after.revision(), after.versions(), view, after.degradedSince()),
                Math.max(before.bytes(), bytes));
    }
}
