package stockledger.standalone.servers;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stockledger.standalone.documents.DocumentStore;

/** The tracking tokens of both sides among the read models, as Axon stores them. */
final class TrackingTokens {

    /** How the names of their collections end. */
    private static final String COLLECTIONS = "tokens";

    private static final String TOKEN = "token";
    private static final String OWNER = "owner";

    /** The position in the JSON of a token. */
    private static final Pattern POSITION = Pattern.compile("\"index\"\\s*:\\s*(\\d+)");

    private TrackingTokens() {}

    /** The position of the token that is farthest; -1 without one. */
    static long last(DocumentStore documents) {
        long last = -1;
        for (Document document : documents.documentsOf(COLLECTIONS)) {
            if (document.get(TOKEN) instanceof BinData token) {
                Matcher position = POSITION.matcher(new String(token.getData(), StandardCharsets.UTF_8));
                while (position.find()) {
                    last = Math.max(last, Long.parseLong(position.group(1)));
                }
            }
        }
        return last;
    }

    /** Releases the claims of a killed process, for whose end the projections would wait otherwise. */
    static void releaseClaims(DocumentStore documents) {
        documents.replaceDocumentsOf(COLLECTIONS, document -> {
            Document released = document.clone();
            released.remove(OWNER);
            return released;
        });
    }
}
