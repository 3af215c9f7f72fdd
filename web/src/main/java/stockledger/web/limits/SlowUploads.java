package stockledger.web.limits;

/** Bodies of rows that arrive too slowly. */
public interface SlowUploads {

    /**
     * Ends the upload that is furthest behind the least rate, so that another one gets its place soon.
     *
     * @return false when no upload is behind
     */
    boolean endSlowest();
}
