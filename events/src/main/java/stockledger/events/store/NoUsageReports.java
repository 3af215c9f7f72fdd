package stockledger.events.store;

import org.axonframework.updates.configuration.UsagePropertyProvider;

/** Tells Axon's update checker to stay silent. */
final class NoUsageReports implements UsagePropertyProvider {

    @Override
    public Boolean getDisabled() {
        return true;
    }

    @Override
    public String getUrl() {
        return "";
    }

    @Override
    public int priority() {
        return Integer.MAX_VALUE;
    }
}
