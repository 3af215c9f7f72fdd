package stockledger.query.listindex;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One item of a page.
 *
 * @param position in the order of the query
 * @param body the item as JSON
 */
@SuppressWarnings("ArrayRecordComponent") // sent as it is, compared by position
public record Row(byte[] position, byte[] body) {

    /** The position as cursors contain it. */
    public String positionText() {
        return new String(position, StandardCharsets.UTF_8);
    }

    static int byPosition(Row one, Row other) {
        return compare(one.position, other.position);
    }

    /** As Redis and MongoDB compare. */
    static int compare(byte[] one, byte[] other) {
        return Arrays.compareUnsigned(one, other);
    }
}
