package stockledger.web.webhook;

import com.mongodb.MongoException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.mongodb.MongoDatabaseFactory;

/**
 * How many webhooks there are: each has memory and connections of the process that delivers to it. It counts the documents of
 * the deliveries in MongoDB, which follow the registrations within seconds, so that many at once may pass the limit.
 */
public final class WebhookCount {

    /** Webhooks that may be registered. */
    public static final int MAX = 100;

    /** The collection with one document for each webhook. */
    public static final String COLLECTION = "webhook_progress";

    private final ObjectProvider<MongoDatabaseFactory> mongo;

    WebhookCount(ObjectProvider<MongoDatabaseFactory> mongo) {
        this.mongo = mongo;
    }

    /** Whether no more may be registered. */
    public boolean isReached() {
        MongoDatabaseFactory factory = mongo.getIfAvailable();
        try {
            return factory != null
                    && factory.getMongoDatabase().getCollection(COLLECTION).countDocuments() >= MAX;
        } catch (MongoException e) {
            // Without MongoDB no command is refused that can be executed.
            return false;
        }
    }
}
