package stockledger.query.listindex;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import stockledger.query.listindex.ProductListIndex.FoldedVersions;
import stockledger.query.listindex.ProductListIndex.StoredEntry;

/** Reads what put.lua has stored of a product. */
final class StoredItem {

    private StoredItem() {}

    /**
     * The stored product.
     *
     * @param entry a line with the revision, then the placement
     * @param item a line with the versions, then the body
     */
    static StoredEntry of(byte[] entry, byte[] item) {
        int end = lineEnd(item);
        String[] versions = new String(item, 0, end, StandardCharsets.US_ASCII).split(" ", -1);
        return new StoredEntry(
                new FoldedVersions(Long.parseLong(versions[0]), Long.parseLong(versions[1])),
                afterLine(entry),
                afterLine(item));
    }

    private static int lineEnd(byte[] text) {
        int end = 0;
        while (end < text.length && text[end] != '\n') {
            end++;
        }
        return end;
    }

    private static byte[] afterLine(byte[] text) {
        int end = lineEnd(text);
        return Arrays.copyOfRange(text, Math.min(end + 1, text.length), text.length);
    }
}
