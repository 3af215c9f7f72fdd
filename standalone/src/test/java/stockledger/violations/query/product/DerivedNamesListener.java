package stockledger.violations.query.product;

import org.axonframework.eventhandling.EventHandler;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Violates: processing groups and collections are explicit. */
class DerivedNamesListener {

    private final MongoTemplate mongo;

    DerivedNamesListener(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    @EventHandler
    void on(String event) {
        mongo.save(event);
    }
}
