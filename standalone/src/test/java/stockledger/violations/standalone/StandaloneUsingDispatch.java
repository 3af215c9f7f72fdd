package stockledger.violations.standalone;

import stockledger.violations.command.dispatch.TechnicalUsingFeature;

/** Violates: standalone imports only the configurations of the sides. */
class StandaloneUsingDispatch {
    TechnicalUsingFeature dispatch;
}
