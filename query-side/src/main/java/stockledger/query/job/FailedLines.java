package stockledger.query.job;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import stockledger.events.bulk.RowFailure;

/**
 * The lines of a job's failed rows in ascending order, whatever the order in which its chunks were processed. Stored as
 * the distances between them, seven bits to a byte: a job whose every row fails takes little more than a byte for each.
 */
final class FailedLines {

    private static final int LOW_BITS = 0x7f;
    private static final int MORE = 0x80;
    private static final int SHIFT = 7;

    private FailedLines() {}

    /** The stored form with further failures. */
    static @Nullable String with(@Nullable String stored, List<RowFailure> failures) {
        if (failures.isEmpty()) {
            return stored;
        }
        return encoded(
                IntStream.concat(Arrays.stream(of(stored)), failures.stream().mapToInt(RowFailure::line))
                        .sorted()
                        .distinct()
                        .toArray());
    }

    private static String encoded(int[] lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(lines.length + lines.length / 2);
        int before = 0;
        for (int line : lines) {
            int distance = line - before;
            while (distance > LOW_BITS) {
                bytes.write(distance & LOW_BITS | MORE);
                distance >>>= SHIFT;
            }
            bytes.write(distance);
            before = line;
        }
        return Base64.getEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /** Number of the lines: each ends in a byte without the bit for more. */
    static int count(@Nullable String stored) {
        if (stored == null) {
            return 0;
        }
        int count = 0;
        for (byte one : Base64.getDecoder().decode(stored)) {
            count += (one & MORE) == 0 ? 1 : 0;
        }
        return count;
    }

    /** The lines, ascending. */
    static int[] of(@Nullable String stored) {
        if (stored == null) {
            return new int[0];
        }
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(stored));
        int[] lines = new int[bytes.remaining()];
        int count = 0;
        int line = 0;
        while (bytes.hasRemaining()) {
            line += distance(bytes);
            lines[count++] = line;
        }
        return Arrays.copyOf(lines, count);
    }

    private static int distance(ByteBuffer bytes) {
        int distance = 0;
        for (int shift = 0; ; shift += SHIFT) {
            int next = bytes.get();
            distance |= (next & LOW_BITS) << shift;
            if ((next & MORE) == 0) {
                return distance;
            }
        }
    }
}
