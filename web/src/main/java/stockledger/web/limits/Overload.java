package stockledger.web.limits;

/** The problem of a request that is refused because too many others are executed. Nothing of it was executed. */
final class Overload {

    static final String CODE = "overloaded";
    static final String DETAIL = "Too many requests are executed at the same time; retry later.";
    static final String RETRY_SECONDS = "1";

    private Overload() {}
}
