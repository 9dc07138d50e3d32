"""How every form is drawn: label, hint, error, input, in our classes."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Django's renderer with our templates for a whole form and for one field."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"
