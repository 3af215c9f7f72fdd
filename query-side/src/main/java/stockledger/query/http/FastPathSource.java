package stockledger.query.http;

import org.jspecify.annotations.Nullable;

/** Answers that this process has at hand, without asking anybody. */
public interface FastPathSource {

    /** The address as it is measured, such as {@code /v1/products/{sku}}. */
    String route();

    /**
     * An answer to a plain question; null when there is none, or the question is not plain: then it is answered the long
     * way, which also refuses what must be refused.
     *
     * @param path as it was sent
     * @param query what stands after the question mark, as it was sent; null when there is none
     */
    @Nullable
    Answer find(String path, @Nullable String query);

    /**
     * What is sent, as it is.
     *
     * @param tag its entity tag; null for none
     * @param mayBePacked whether some callers are sent it packed
     */
    @SuppressWarnings("ArrayRecordComponent") // sent as it is, never compared
    record Answer(byte[] body, @Nullable String tag, boolean mayBePacked) {}
}
