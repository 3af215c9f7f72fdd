package stockledger.query.shadow;

import com.mongodb.client.MongoClient;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;

/**
 * In shadow mode: puts a database of this process in the place of the served one everywhere, so that nothing can be written to
 * that. What an earlier process in shadow mode has left is deleted.
 */
final class OwnDatabase implements BeanPostProcessor, BeanFactoryAware {

    private static final Logger LOG = LoggerFactory.getLogger(OwnDatabase.class);
    private static final String SUFFIX = "_shadow";

    private @Nullable BeanFactory beans;
    private @Nullable MongoDatabaseFactory served;

    @Override
    public void setBeanFactory(BeanFactory factory) {
        beans = factory;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof MongoDatabaseFactory factory)) {
            return bean;
        }
        served = factory;
        MongoClient client = Objects.requireNonNull(beans).getBean(MongoClient.class);
        String own = factory.getMongoDatabase().getName() + SUFFIX;
        client.getDatabase(own).drop();
        LOG.warn("shadow mode: this process serves nothing and stores all in the database {}", own);
        return new SimpleMongoClientDatabaseFactory(client, own);
    }

    /** The database of the processes that serve. */
    MongoDatabaseFactory served() {
        return Objects.requireNonNull(served);
    }
}
