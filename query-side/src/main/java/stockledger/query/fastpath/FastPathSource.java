package stockledger.query.fastpath;

import org.jspecify.annotations.Nullable;

/** Answers of one address that the local cache of this process holds. */
public interface FastPathSource {

    /** The address as its requests are measured, such as {@code /v1/products/{sku}}. */
    String route();

    /**
     * The cached answer to a plain request; null when there is none, or when the request is not plain. The controller then
     * answers it, and refuses what is invalid.
     *
     * @param path as it was sent
     * @param query the query string as it was sent; null when there is none
     */
    @Nullable
    Answer find(String path, @Nullable String query);

    /**
     * An answer, not compressed.
     *
     * @param tag its entity tag; null for none
     * @param mayBeCompressed whether the controller compresses it for clients that accept that
     */
    @SuppressWarnings("ArrayRecordComponent") // sent as it is, never compared
    record Answer(byte[] body, @Nullable String tag, boolean mayBeCompressed) {}
}
