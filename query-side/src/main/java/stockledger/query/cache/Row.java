package stockledger.query.cache;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One item of a list, as an aisle holds it.
 *
 * @param place where it stands
 * @param body what is sent
 */
@SuppressWarnings("ArrayRecordComponent") // sent as it is, compared by place
public record Row(byte[] place, byte[] body) {

    /** The place as a cursor tells it. */
    public String placeText() {
        return new String(place, StandardCharsets.UTF_8);
    }

    static int byPlace(Row one, Row other) {
        return compare(one.place, other.place);
    }

    /** As both stores compare. */
    static int compare(byte[] one, byte[] other) {
        return Arrays.compareUnsigned(one, other);
    }
}
