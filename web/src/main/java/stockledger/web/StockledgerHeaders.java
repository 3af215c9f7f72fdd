package stockledger.web;

/** Custom headers used by both sides. */
public final class StockledgerHeaders {

    /** An encoded consistency token: commands answer with it, queries may send it. */
    public static final String CONSISTENCY_TOKEN = "Consistency-Token";

    private StockledgerHeaders() {}
}
