package stockledger.command.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import stockledger.command.http.BodyRefused;

/** Text of a body, to the letter: what is no UTF-8 is refused. A byte order mark is passed over. */
final class Utf8 extends Reader {

    private static final int BYTE_ORDER_MARK = '\ufeff';

    private final Reader in;
    private final long most;
    private long since;
    private boolean begun;

    /**
     * @param most characters that may be read until {@link #rowEnded} is called again
     */
    Utf8(InputStream in, long most) {
        this.in = new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        this.most = most;
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        int got = readText(into, from, length);
        if (!begun && got > 0) {
            begun = true;
            if (into[from] == BYTE_ORDER_MARK) {
                System.arraycopy(into, from + 1, into, from, got - 1);
                got--;
                if (got == 0) {
                    return read(into, from, length);
                }
            }
        }
        since += Math.max(got, 0);
        if (since > most) {
            throw BodyRefused.malformed("row-too-long", "A row is longer than any can be, or a quote is not closed.");
        }
        return got;
    }

    private int readText(char[] into, int from, int length) throws IOException {
        try {
            return in.read(into, from, length);
        } catch (CharacterCodingException e) {
            throw BodyRefused.malformed("malformed-text", "The rows are not UTF-8.");
        }
    }

    /** The next row may be as long again. */
    void rowEnded() {
        since = 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
