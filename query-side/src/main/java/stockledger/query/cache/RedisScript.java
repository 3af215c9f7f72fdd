package stockledger.query.cache;

import io.lettuce.core.codec.Base16;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A Lua script that Redis runs as one atomic step.
 *
 * @param text source of the script
 * @param digest its SHA-1, by which EVALSHA names it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RedisScript(byte[] text, String digest) {

    /**
     * Loads a script from resources beside a class.
     *
     * @param files joined in this order: Redis has no modules, so what scripts share is prepended
     */
    public static RedisScript load(Class<?> beside, String... files) {
        StringBuilder text = new StringBuilder();
        for (String file : files) {
            try (InputStream in = beside.getResourceAsStream(file)) {
                if (in == null) {
                    throw new IllegalArgumentException("no script " + file + " beside " + beside.getName());
                }
                text.append(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        return new RedisScript(bytes, Base16.digest(bytes));
    }
}
