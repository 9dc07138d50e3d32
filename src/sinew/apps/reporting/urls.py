"""Addresses of a sponsor's reports and invoices."""

from django.urls import path

from sinew.apps.reporting import views

app_name = "reporting"
urlpatterns = [
    path("sponsor/<slug:slug>/reports/", views.reports, name="reports"),
    path("sponsor/<slug:slug>/reports/<slug:quarter>/", views.reports, name="report"),
    path("sponsor/<slug:slug>/reports/<slug:quarter>/report.pdf", views.report_as_pdf, name="report_as_pdf"),
    path("sponsor/<slug:slug>/reports/<slug:quarter>/report.csv", views.report_as_csv, name="report_as_csv"),
    path("sponsor/<slug:slug>/invoices/", views.invoices, name="invoices"),
    path("sponsor/<slug:slug>/invoices/invoices.csv", views.invoices_as_csv, name="invoices_as_csv"),
    path("sponsor/<slug:slug>/invoices/<slug:number>.pdf", views.invoice_as_pdf, name="invoice_as_pdf"),
]
