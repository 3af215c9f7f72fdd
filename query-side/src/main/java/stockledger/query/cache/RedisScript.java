package stockledger.query.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Something that Redis does in one step.
 *
 * @param text in Lua
 * @param digest by which Redis knows it again
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RedisScript(byte[] text, String digest) {

    static RedisScript of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(bytes);
            return new RedisScript(bytes, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
