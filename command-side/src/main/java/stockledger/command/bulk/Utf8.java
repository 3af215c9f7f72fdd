package stockledger.command.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import stockledger.command.http.BodyRefused;

/** Strict UTF-8: malformed bytes are refused, a byte order mark is skipped. */
final class Utf8 extends Reader {

    private static final int BYTE_ORDER_MARK = '\ufeff';

    private final Reader in;
    private boolean started;

    Utf8(InputStream in) {
        this.in = new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        int count = readText(into, from, length);
        if (!started && count > 0) {
            started = true;
            if (into[from] == BYTE_ORDER_MARK) {
                System.arraycopy(into, from + 1, into, from, count - 1);
                count--;
                if (count == 0) {
                    return read(into, from, length);
                }
            }
        }
        return count;
    }

    private int readText(char[] into, int from, int length) throws IOException {
        try {
            return in.read(into, from, length);
        } catch (CharacterCodingException e) {
            throw BodyRefused.malformed("malformed-text", "The rows are not UTF-8.");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
