package stockledger.query.sse;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import stockledger.query.cache.CachedResponse;

/**
 * Which version of each answer a caller has. It travels with every event as its id, and comes back as {@code
 * Last-Event-ID}: of one SKU {@code p3.s7}, as its entity tag, of many a word that only this service reads, of at most
 * some kilobytes. What is not understood, or was given for other SKUs, means that the caller has nothing.
 */
final class LastEventId {

    private static final Pattern ONE = Pattern.compile("p([0-9]{1,18})(?:\\.s([0-9]{1,18}))?");
    private static final byte FORM = 1;
    private static final long NONE = -1;
    private static final int LONGEST_NUMBER = 9;
    private static final int HEAD = 5;
    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;
    private static final int SHIFT = 7;

    private final List<String> keys;
    private final Map<String, Integer> places = new HashMap<>();
    private final long[] products;
    private final long[] stocks;

    private LastEventId(List<String> keys) {
        this.keys = List.copyOf(keys);
        for (int i = 0; i < keys.size(); i++) {
            places.put(keys.get(i), i);
        }
        this.products = new long[keys.size()];
        this.stocks = new long[keys.size()];
        forget();
    }

    /** What a caller that watches these keys, each of them once, says it has. */
    static LastEventId of(List<String> keys, @Nullable String id) {
        LastEventId marks = new LastEventId(keys);
        if (id != null && !(keys.size() == 1 ? marks.readOne(id) : marks.readMany(id))) {
            marks.forget();
        }
        return marks;
    }

    List<String> keys() {
        return keys;
    }

    /** Whether this is the very answer that the caller has. */
    boolean isAt(String key, CachedResponse page) {
        int place = place(key);
        return products[place] == page.productVersion() && stocks[place] == page.stockVersion();
    }

    /** Whether the caller has something older than this, or nothing. */
    boolean isBefore(String key, CachedResponse page) {
        int place = place(key);
        return products[place] == NONE || isBefore(products[place], stocks[place], page);
    }

    /** Whether an answer of these versions is older than this one: both only ever grow, in one order. */
    static boolean isBefore(long product, long stock, CachedResponse page) {
        return page.productVersion() >= product
                && page.stockVersion() >= stock
                && (page.productVersion() > product || page.stockVersion() > stock);
    }

    void set(String key, CachedResponse page) {
        int place = place(key);
        products[place] = page.productVersion();
        stocks[place] = page.stockVersion();
    }

    void forget(String key) {
        products[place(key)] = NONE;
        stocks[place(key)] = NONE;
    }

    private void forget() {
        Arrays.fill(products, NONE);
        Arrays.fill(stocks, NONE);
    }

    private int place(String key) {
        return Objects.requireNonNull(places.get(key));
    }

    String id() {
        if (keys.size() == 1) {
            return stocks[0] < 0 ? "p" + products[0] : "p" + products[0] + ".s" + stocks[0];
        }
        ByteBuffer word = ByteBuffer.allocate(HEAD + keys.size() * 2 * LONGEST_NUMBER);
        word.put(FORM).putInt(sumOfKeys());
        for (int i = 0; i < keys.size(); i++) {
            write(word, products[i] + 1);
            write(word, stocks[i] + 1);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(word.array(), word.position()));
    }

    private boolean readOne(String id) {
        Matcher one = ONE.matcher(id);
        if (!one.matches()) {
            return false;
        }
        products[0] = Long.parseLong(one.group(1));
        stocks[0] = one.group(2) == null ? NONE : Long.parseLong(one.group(2));
        return true;
    }

    private boolean readMany(String id) {
        try {
            ByteBuffer word = ByteBuffer.wrap(Base64.getUrlDecoder().decode(id));
            if (word.get() != FORM || word.getInt() != sumOfKeys()) {
                return false;
            }
            for (int i = 0; i < keys.size(); i++) {
                products[i] = read(word) - 1;
                stocks[i] = read(word) - 1;
            }
            return !word.hasRemaining();
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            return false;
        }
    }

    /** Tells an id that was given for other SKUs; who makes one up on purpose misleads only itself. */
    private int sumOfKeys() {
        CRC32 sum = new CRC32();
        sum.update(String.join(" ", keys).getBytes(StandardCharsets.US_ASCII));
        return (int) sum.getValue();
    }

    /** Seven bits a byte, the lowest first; versions are small, and two hundred of them stay short. */
    private static void write(ByteBuffer to, long number) {
        long left = number;
        while (left > SEVEN_BITS) {
            to.put((byte) (left & SEVEN_BITS | MORE));
            left >>>= SHIFT;
        }
        to.put((byte) left);
    }

    private static long read(ByteBuffer from) {
        long number = 0;
        for (int i = 0; i < LONGEST_NUMBER; i++) {
            byte next = from.get();
            number |= (long) (next & SEVEN_BITS) << (i * SHIFT);
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number of too many bytes");
    }
}
