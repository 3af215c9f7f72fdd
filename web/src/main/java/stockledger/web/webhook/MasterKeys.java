package stockledger.web.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/** Where the processes of both sides have the keys from which the secrets of webhooks are derived. */
interface MasterKeys {

    int BYTES = 32;

    /**
     * The keys; the first makes new secrets. There is at least one.
     *
     * @throws RuntimeException while their store is unreachable
     */
    List<byte[]> read();

    /** A new key. */
    static byte[] randomKey() {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }

    /** A key of this process. */
    static MasterKeys random() {
        byte[] key = randomKey();
        return () -> List.of(key);
    }

    /** The lines of a file. */
    static MasterKeys ofFile(Path file) {
        List<String> lines;
        try (var all = Files.lines(file)) {
            lines = all.map(String::strip).filter(line -> !line.isEmpty()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("stockledger.webhooks.key-file cannot be read", e);
        }
        if (lines.isEmpty() || lines.stream().anyMatch(line -> line.length() < BYTES)) {
            throw new IllegalArgumentException(
                    "stockledger.webhooks.key-file must have at least one line, and lines of at" + " least " + BYTES
                            + " characters");
        }
        List<byte[]> keys = lines.stream()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
        return () -> keys;
    }
}
