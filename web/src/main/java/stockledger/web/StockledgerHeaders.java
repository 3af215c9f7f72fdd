package stockledger.web;

/** Headers of our own that both sides use. */
public final class StockledgerHeaders {

    /** An encoded consistency token: commands answer with it, queries may send it. */
    public static final String CONSISTENCY_TOKEN = "Consistency-Token";

    private StockledgerHeaders() {}
}
