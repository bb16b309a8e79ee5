//! Order to cash on both databases, with the real sandbox provider over HTTP.

mod it {
    mod books;
    mod callback;
    mod canary;
    mod credit;
    mod debts;
    mod delivery;
    mod entry;
    mod exports;
    mod fec;
    mod free;
    mod gone;
    mod journey;
    mod kill;
    mod kill_renewals;
    mod leaving;
    mod methods;
    mod month;
    mod months;
    mod notify;
    mod numbers;
    mod outage;
    mod provider;
    mod review;
    mod seen;
    mod shop;
    mod trouble;
    mod verify;
    mod webhooks;
}
