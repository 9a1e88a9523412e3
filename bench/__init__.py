"""Figures and campaigns: how fast Muster is, and that nothing is lost or doubled when it is killed."""
