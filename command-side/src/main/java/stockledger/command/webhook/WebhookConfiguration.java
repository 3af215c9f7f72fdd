package stockledger.command.webhook;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import stockledger.command.dispatch.AggregateRegistration;

@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {

    @Bean
    AggregateRegistration<Webhook> webhookAggregate() {
        return new AggregateRegistration<>(Webhook.class);
    }
}
