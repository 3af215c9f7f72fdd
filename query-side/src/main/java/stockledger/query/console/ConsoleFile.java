package stockledger.query.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.MediaType;

/**
 * One file of the console.
 *
 * @param tag its entity tag
 */
record ConsoleFile(MediaType type, String tag, byte[] body, byte[] gzipBody) {

    static ConsoleFile of(MediaType type, String tag, byte[] body) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ConsoleFile(type, tag, body, compressed.toByteArray());
    }
}
