package stockledger.query.webhook;

import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import stockledger.events.WebhookId;
import stockledger.events.webhook.WebhookEvent;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.projection.Projection;

@Component
class WebhookProjector implements Projection<WebhookView> {

    static final String NAME = "webhook";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<WebhookView> type() {
        return WebhookView.class;
    }

    @Override
    public Set<Class<?>> families() {
        return Set.of(WebhookEvent.class);
    }

    @Override
    public boolean isSegmented() {
        return false;
    }

    @Override
    public String keyOf(Object payload) {
        return ((WebhookEvent) payload).id().value();
    }

    @Override
    public List<String> streamsOf(String key) {
        return List.of(new WebhookId(key).stream());
    }

    @Override
    public WebhookView empty(String key) {
        return WebhookView.empty(key);
    }

    @Override
    public WebhookView on(WebhookView view, ProjectedEvent event) {
        return view.on(event);
    }
}
