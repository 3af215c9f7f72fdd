package stockledger.web;

/** Custom headers used by both sides. */
public final class StockledgerHeaders {

    /** An encoded consistency token: commands answer with it, queries may send it. */
    public static final String CONSISTENCY_TOKEN = "Consistency-Token";

    /** Of a gateway: the status on which it sends a query to another instance. */
    public static final String RETRY_ON = "X-Retry-On";

    private StockledgerHeaders() {}
}
