package stockledger.query.projection;

/** What was done for the events of a segment and must be complete before its tracking token is stored. */
interface BatchWrites {

    /** Whether documents were folded and are not written yet. */
    boolean isPending(int segment);

    /** The same, or whether events of the past were read and wait to be folded. */
    boolean isBehind(int segment);

    /** Whether they are so many, or were folded so long ago, that they should be written now. */
    boolean isDue(int segment);

    /**
     * Completes the writes of all batches that were folded before this call.
     *
     * @return false when a batch is being folded, and nothing was done
     * @throws RuntimeException when the events since the stored token must be delivered again
     */
    boolean complete(int segment);

    /** Forgets pending writes: the events since the stored token are delivered again. */
    void discard(int segment);
}
