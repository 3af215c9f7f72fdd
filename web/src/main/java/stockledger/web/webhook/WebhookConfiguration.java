package stockledger.web.webhook;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;

/** Imported by both sides. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookSettings.class)
public class WebhookConfiguration {

    @Bean
    WebhookAddresses webhookAddresses(WebhookSettings settings) {
        return new WebhookAddresses(settings.allowPrivateAddresses());
    }

    @Bean
    WebhookCount webhookCount(ObjectProvider<MongoDatabaseFactory> mongo) {
        return new WebhookCount(mongo);
    }

    @Bean
    WebhookSecrets webhookSecrets(WebhookSettings settings, ObjectProvider<MongoDatabaseFactory> mongo) {
        MongoDatabaseFactory factory = mongo.getIfAvailable();
        if (settings.keyFile() != null) {
            return new WebhookSecrets(MasterKeys.ofFile(settings.keyFile()));
        }
        // Only tests of HTTP alone have no MongoDB.
        return new WebhookSecrets(factory == null ? MasterKeys.random() : new MongoMasterKeys(factory));
    }
}
