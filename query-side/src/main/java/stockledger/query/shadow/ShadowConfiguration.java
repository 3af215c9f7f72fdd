package stockledger.query.shadow;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.MongoDatabaseFactory;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ShadowSettings.class)
class ShadowConfiguration {

    @Bean
    ServedDatabase servedDatabase(
            ShadowSettings settings, MongoDatabaseFactory own, ObjectProvider<OwnDatabase> replaced) {
        return new ServedDatabase(settings.shadow() ? replaced.getObject().served() : own, settings.shadow());
    }

    @Bean
    @ConditionalOnProperty(name = "stockledger.shadow", havingValue = "true")
    static OwnDatabase ownDatabase() {
        return new OwnDatabase();
    }
}
