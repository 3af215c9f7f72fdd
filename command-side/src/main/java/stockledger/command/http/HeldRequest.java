package stockledger.command.http;

import java.util.Map;

/**
 * A single command that its caller does not wait for, as far as it means something to whoever carries it out.
 *
 * @param path with its query
 * @param headers by their names in lower case
 */
public record HeldRequest(String method, String path, Map<String, String> headers, String body) {

    /** The answer that its caller would have heard. */
    public record Answer(int status, Map<String, String> headers, String body) {}

    /** The path alone. */
    String uri() {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    /** The query alone; nothing when there is none. */
    String query() {
        int query = path.indexOf('?');
        return query < 0 ? "" : path.substring(query + 1);
    }
}
